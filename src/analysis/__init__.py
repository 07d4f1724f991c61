"""The programme workbook: household reviews and budgets in, figures and dated reports out."""
