"""What stops a dossier's clock or ends it: supplements, payment, withdrawal, suspension, a new appointment, a stop."""
