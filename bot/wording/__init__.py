"""Every sentence a person reads, by feature. A test lints them against WORDING's rules."""
