update messaging.parked_messages
set fault_code = $2, fault_message = $3, attempts = attempts + 1, tried_at = now() where id = $1
