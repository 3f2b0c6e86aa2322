"""The way out: public/ to where subscribers find it, media first, feeds last, nothing half."""
