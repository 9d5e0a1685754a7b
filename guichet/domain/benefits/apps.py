"""Benefits as a Django app."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Tables are named ``benefits_*``."""

    name = "guichet.domain.benefits"
    label = "benefits"

    def ready(self) -> None:
        """Let the audit's verification look at awards, what took their place, grants, lump sums,
        families, those out of work, mothers, the injured and the disabled too."""
        from guichet.domain.benefits import (
            audit_check,
            board_findings,
            debts,
            disability_awards,
            grants_audit,
            injury_awards,
            injury_cases,
            leaving_reasons,
            maternity_awards,
            paid_out,
            recalculation,
            search,
            survivors_recount,
            unemployment_awards,
            work_again_lines,
        )
        from guichet.engine import audit

        audit.CHECKS["awards"] = audit_check.awards_are_whole
        audit.CHECKS["recalculations"] = recalculation.recalculations_are_whole
        audit.CHECKS["debts"] = debts.debts_are_whole
        audit.CHECKS["searches"] = search.searches_are_whole
        audit.CHECKS["grants"] = grants_audit.grants_are_whole
        audit.CHECKS["lump-sums"] = paid_out.lump_sums_are_whole
        audit.CHECKS["work-again"] = work_again_lines.are_whole
        audit.CHECKS["families"] = survivors_recount.families_are_whole
        audit.CHECKS["unemployment"] = unemployment_awards.are_whole
        audit.CHECKS["maternity"] = maternity_awards.are_whole
        audit.CHECKS["injury-days"] = injury_awards.are_whole
        audit.CHECKS["injuries"] = injury_cases.INJURIES.faults
        audit.CHECKS["disabilities"] = disability_awards.are_whole
        audit.CHECKS["boards"] = board_findings.are_whole
        audit.CHECKS["leaving-reasons"] = leaving_reasons.KEPT.faults
