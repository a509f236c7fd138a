insert into dibao_registry
select given.* from jsonb_to_recordset($1::jsonb) as given (
  household_id text, case_key text, case_no text, programme text, county text, division text, status text, class text,
  monthly_benefit_fen bigint, granted_from text, stopped_from text, left_file text, covered int, open_review text, review_due_on date, reviewed_on date
)
