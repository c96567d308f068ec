"""Places as a tree, schools, classes that advance on 1 September, terms and the school calendar."""
