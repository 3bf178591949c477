"""What a note says: dates, names, properties, task lines. Imports only the ground."""
