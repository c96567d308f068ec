"""`python -m shuangjian` is the same as `shuangjian`, and works where the checkout was moved or copied."""

from shuangjian.cli import main

main()
