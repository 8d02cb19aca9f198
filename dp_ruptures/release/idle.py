"""Takes out of a mask what hides nothing."""

from dataclasses import replace

from dp_ruptures import disclosure


def without_idle(instance: disclosure.Instance, pattern: disclosure.Pattern) -> disclosure.Pattern:
    """The pattern without the cells that hide nothing: alone in a sum, whoever subtracts has them anyway.

    A search cut short by its time limit may leave some. Published, they say what was already said.
    """
    unsafe, hidden = set(pattern.primary), set(pattern.hidden)
    while True:
        lone = ([name for name in (sum_.total, *sum_.parts) if name in hidden] for sum_ in instance.equations)
        idle = {names[0] for names in lone if len(names) == 1} - unsafe
        if not idle:
            break
        hidden -= idle
    cost = pattern.cost - float(sum(instance.cell(name).price for name in pattern.hidden - hidden))
    secondary = tuple(name for name in pattern.secondary if name in hidden)
    return replace(pattern, secondary=secondary, cost=cost, bound=min(pattern.bound, cost))
