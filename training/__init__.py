"""How the redaction model is made: data, training, export. Never needed by the product."""
