"""Who works for which unit: appointed with dates by administrators, never by themselves."""
