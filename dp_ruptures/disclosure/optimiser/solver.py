"""A quiet HiGHS."""

import highspy


def quiet(**options: float | str) -> highspy.Highs:
    """A solver with these options. Its status must be read after every run: it does not raise.

    All the instances of a process must agree on `threads`, or HiGHS fails without a word.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS refuses {name} = {value}")
    return solver
