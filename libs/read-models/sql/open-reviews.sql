select household_id as "household", case_key as "caseKey", case_no as "caseNo", division, class, status,
  open_review as "reviewId", review_due_on::text as "dueOn", reviewed_on::text as "lastReviewedOn"
from views.dibao_registry
where open_review is not null and division like $1 || '%'
order by review_due_on nulls last, household_id, case_key
limit $2
