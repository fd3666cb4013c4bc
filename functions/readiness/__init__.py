"""The services a vault answers already are told to its owner, who need not look for them."""
