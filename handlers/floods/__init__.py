"""Floods: more messages than a person writes. All are kept; the work, and the answers, stay bounded."""
