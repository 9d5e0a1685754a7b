"""What a bookkeeper with a pencil would hold of payments: told, told twice, taken back."""

from __future__ import annotations

Told = tuple[str, int | None, int]  # its key, the place of whose it is among the firms, the amount


class Notices:
    """Notices of payments to some firms, and what is to be answered to the next one."""

    def __init__(self, firms: list[int]) -> None:
        self.firms = firms
        self.notices: dict[str, Told] = {}  # as first told
        self.owner: dict[str, int | None] = {}  # of payments that count
        self.once_counted: set[str] = set()
        self.back: set[str] = set()
        # What was told to be taken back in part, by their own names: of which payment, how much.
        self.parts: dict[str, tuple[str, int]] = {}
        self.taken: dict[str, int] = {}  # of payments, what was taken back in parts
        self.early: list[str] = []  # parts that wait for their payment

    def expected(self, one: Told) -> str:
        key, who, _ = one
        if key in self.notices:
            if one != self.notices[key]:
                return "conflict"
            return "repeated" if key in self.once_counted else "cancelled"
        self.notices[key] = one
        if key in self.back:
            return "cancelled"
        self.owner[key] = None if who is None else self.firms[who]
        self.once_counted.add(key)
        for name in [name for name in self.early if self.parts[name][0] == key]:
            self.early.remove(name)
            self.take_part(key, self.parts[name][1])
        return "suspense" if who is None else "accepted"

    def take_part(self, key: str, amount: int) -> bool:
        if self.taken.get(key, 0) + amount > self.notices[key][2]:
            return False
        self.taken[key] = self.taken.get(key, 0) + amount
        return True

    def expected_part(self, key: str, name: str, amount: int) -> str:
        if name in self.parts:
            return "repeated" if self.parts[name] == (key, amount) else "conflict"
        self.parts[name] = (key, amount)
        if key not in self.once_counted:
            self.early.append(name)
            return "early"
        return "done" if key in self.owner and self.take_part(key, amount) else "too-much"

    def counted(self) -> dict[str, int]:
        return {key: self.notices[key][2] - self.taken.get(key, 0) for key in self.owner}
