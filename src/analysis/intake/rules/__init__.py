"""The rule book, one file per level or subject. Importing the package enters every rule."""

# ruff: noqa: F401
import analysis.intake.rules.budget
import analysis.intake.rules.cell
import analysis.intake.rules.dates
import analysis.intake.rules.file
import analysis.intake.rules.forms
import analysis.intake.rules.household
import analysis.intake.rules.identity
import analysis.intake.rules.names
import analysis.intake.rules.rounds
import analysis.intake.rules.row
import analysis.intake.rules.set
import analysis.intake.rules.text
import analysis.intake.rules.unit
import analysis.intake.rules.versions
