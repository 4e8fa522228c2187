"""The parts of the attempt page: what is being worked on, its frame, and answering."""
