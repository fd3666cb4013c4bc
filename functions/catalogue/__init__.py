"""Procedures, document types, units and calendars: imported whole, searched, shown as they were on a day."""
