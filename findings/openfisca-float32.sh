#!/usr/bin/env bash
# OpenFisca-Core 46.0.1: a sum of money that is put in does not come out; amounts are 32-bit floats.
#
# Expected: the engine in which governments write their taxes and benefits holds money at least in 64-bit floats, exact to the
#           halala far beyond any amount of one establishment.
# Seen:     `value_type = float` is float32: seven digits. 300,000.01 put in for a month is read as 300,000.00, and from
#           131,072 riyals upwards most amounts cannot be held to the halala. Sums over months add the error up.
# Matters:  a contribution bill of an establishment with thirty workers is above that; a payment that differs by a halala is
#           not matched, and a witness that is wrong itself reports faults where there are none.
# Product:  does not use it (AGPL besides): integer halalas throughout. Used beside it as a peer, figures must be compared
#           with room for this. Test: tests/architecture/test_shape.py,
#           test_amounts_are_never_floats.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'OpenFisca-Core==46.0.1' 'numpy==2.4.6'

cat > "$tmp/expected" <<'TEXT'
dtype float32
in 450123.45 out 450123.44
in 300000.01 out 300000.00
in 1234567.89 out 1234567.88
of 1,000 amounts from 300,000.00 a halala apart, held to the halala: 320
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from decimal import ROUND_HALF_UP, Decimal

from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

establishment = build_entity("establishment", "establishments", "pays contributions", is_person=True)
system = TaxBenefitSystem([establishment])


class bill(Variable):
    value_type = float
    entity = establishment
    definition_period = MONTH
    label = "contributions of a month, riyals"


system.add_variables(bill)


def back(amounts):
    given = {str(n): {"bill": {"2026-11": float(amount)}} for n, amount in enumerate(amounts)}
    simulation = SimulationBuilder().build_from_dict(system, {"establishments": given})
    return simulation.calculate("bill", "2026-11")


def halalas(number):
    return Decimal(float(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)


print("dtype", back(["1.00"]).dtype)
for amount in ("450123.45", "300000.01", "1234567.89"):
    print("in", amount, "out", halalas(back([amount])[0]))
many = [Decimal(300000) + Decimal(n) / 100 for n in range(1000)]
held = sum(halalas(seen) == amount for seen, amount in zip(back(many), many, strict=True))
print(f"of 1,000 amounts from 300,000.00 a halala apart, held to the halala: {held}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
