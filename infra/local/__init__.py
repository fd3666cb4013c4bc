"""What stands in on this machine for the identity providers, Zalo and SMS."""
