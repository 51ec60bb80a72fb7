"""Groups: where a department works. Several, if one does not take all that there is to say."""
