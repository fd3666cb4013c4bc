"""Every morning: what soon expires or must be brought to its holder, what is overdue to heads of units, once each."""
