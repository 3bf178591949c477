import click
review = click.Command("review", help="x")
