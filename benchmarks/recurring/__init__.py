"""How well recurring faults are recognised in reworded complaints, and how long it takes."""
