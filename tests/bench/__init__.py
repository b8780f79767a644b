"""What the main pages cost, beside a bare page of the same stack: `make bench`."""
