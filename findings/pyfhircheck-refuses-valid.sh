#!/usr/bin/env bash
# pyfhircheck 0.2.0: valid FHIR R4B resources are refused: notes on a claim's answer, languages of a patient, finished tasks.
#
# Expected: the one Python checker that refuses a wrong code or a claim's patient that is a device takes what the standard's
#           own definitions allow.
# Seen:     an element of a part that is called `text` or `language` (the names that every *resource* has) is "unknown", even
#           ClaimResponse.processNote.text, which the standard requires; and Task.status knows no code beyond the open ones.
# Matters:  an insurer's answer to a hospital explains each cut in a processNote: the only witness that checks codes cannot be
#           asked about it, and reddens a pipeline for what is right.
# Product:  does not use it. Whoever checks answers with it must leave these three out by name.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'pyfhircheck==0.2.0' 'fhir.resources==8.3.0' 'pydantic==2.14.4'

cat > "$tmp/expected" <<'TEXT'
ClaimResponse without note: valid
ClaimResponse with note: Unknown element ClaimResponse.processNote[0].text
Patient who speaks Arabic: Unknown element Patient.communication[0].language
Task requested: valid
Task completed: not in the required value set
fhir.resources takes all five: True
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from fhir.resources.R4B.claimresponse import ClaimResponse
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.task import Task
from pyfhircheck import Validator

answer = {
    "resourceType": "ClaimResponse",
    "status": "active",
    "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "institutional"}]},
    "use": "claim",
    "patient": {"reference": "Patient/1"},
    "created": "2026-11-12",
    "insurer": {"reference": "Organization/1"},
    "outcome": "complete",
}
note = {"processNote": [{"number": 1, "text": "Paid in part: two of the three sessions were authorised."}]}
speaks = {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "ar"}]}}
task = {"resourceType": "Task", "intent": "order"}
asked = {
    "ClaimResponse without note": answer,
    "ClaimResponse with note": answer | note,
    "Patient who speaks Arabic": {"resourceType": "Patient", "communication": [speaks]},
    "Task requested": task | {"status": "requested"},
    "Task completed": task | {"status": "completed"},
}
checker = Validator()
for name, resource in asked.items():
    said = [issue.message for issue in checker.validate_resource(resource).issues]
    told = ["not in the required value set" if "required ValueSet" in one else one for one in said]
    print(f"{name}: {'; '.join(told) or 'valid'}")
models = {"ClaimResponse": ClaimResponse, "Patient": Patient, "Task": Task}
print("fhir.resources takes all five:", all(models[r["resourceType"]].model_validate(r) for r in asked.values()))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"
