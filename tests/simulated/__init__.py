"""Weeks and days in frozen time, with customers and agents who have habits."""
