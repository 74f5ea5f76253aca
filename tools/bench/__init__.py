"""How fast the running sites are beside a bare Django view: `make bench`."""
