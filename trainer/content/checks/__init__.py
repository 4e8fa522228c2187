"""What `trainer content check` looks at, a module per subject. Each check notes problems and raises nothing."""
