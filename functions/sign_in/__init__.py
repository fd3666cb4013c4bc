"""Who is asking, and for whom they may act: sign-in through the national providers, and sessions of our own."""
