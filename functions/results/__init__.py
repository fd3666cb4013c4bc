"""Dossiers are forwarded, their results judged, delivered into every holder's vault, and returned."""
