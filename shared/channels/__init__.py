"""Zalo, SMS and OpenID: one small adapter each."""
