"""Every morning: papers about to expire to their holders, what is overdue to the heads of units, once each."""
