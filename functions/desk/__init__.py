"""The one-stop desk: a unit's queues, its dossiers whole, their reception, and who works on them."""
