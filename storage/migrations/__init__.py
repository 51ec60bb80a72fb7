"""The way from every earlier shape of the database to this one."""
