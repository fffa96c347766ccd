account-opened = { $tenant }: your account is open. Account: { $login } Initial password: { $password } Sign in within 72 hours and set your own password: { $url } Do not forward this message.
account-opened-subject = Your account is open
identity-bound = { $tenant } has added an identity to your account { $login }. Sign in with your password as usual, and switch to it at your picture: { $url }
offered = { $tenant } offers you access. There is an account for { $login } already: sign in to it (a forgotten password can be recovered) and accept or decline: { $url }
offered-subject = { $tenant } offers you access
identity-bound-subject = Your account can be used for { $tenant }
password-reset = { $tenant }: your password was reset. Account: { $login } Initial password: { $password } Sign in within 72 hours and set your own password: { $url } Do not forward this message.
password-reset-subject = Your password was reset
reset-code = { $tenant }: your code to reset your password is { $code }. It is valid for 10 minutes. We will never ask you for it. If you did not request it, ignore this message.
reset-code-subject = Your code to reset your password
password-changed = { $tenant }: your password was reset with a code. If it was not you, reset it yourself at once: { $url }
password-changed-subject = Your password was reset
second-factor-changed =
    { $tenant }: { $change ->
        [enrolled] two-step verification is on: from now on, signing in takes a code of your authenticator.
        [disabled] two-step verification was turned off.
        [reset] an administrator turned two-step verification off, and you were signed out everywhere.
        [recovery_code_used] a recovery code was used to sign in.
       *[recovery_codes_renewed] new recovery codes were made; the old ones no longer work.
    } If it was not you, change your password at once and tell us: { $url }
second-factor-changed-subject = Two-step verification of your account
address-code = { $tenant }: your code to use this address for your account is { $code }. It is valid for 10 minutes. We will never ask you for it. If you did not request it, ignore this message.
address-code-subject = Your code to use this address
address-changed = { $tenant }: your account has a new phone or email, { $address }, and other devices were signed out. If it was not you, tell us at once: { $url }
address-changed-subject = Your account has a new phone or email
shared-use =
    The account of { $name } is used in two places at once: { $before } and { $now }.

    One account is for one person. Look at its devices and, if somebody else is in it, sign them out and reset the password: { $url }

    { $tenant }
shared-use-subject = Used in two places at once: { $name }
request-submitted =
    { $applicant } requests an account for the contact "{ $contact }".

    Remark: { $remark }

    One approval is enough. Decide it under Customers > Account requests: { $url }

    { $tenant }
request-submitted-subject = Account request: { $contact }
request-approved =
    { $decider } approved your request to open an account for "{ $contact }". The account and an initial password were sent to the contact.

    { $tenant }
request-approved-subject = Approved: account for { $contact }
request-rejected =
    { $decider } rejected your request to open an account for "{ $contact }".

    Reason: { $reason }

    You can change it and apply again: { $url }

    { $tenant }
request-rejected-subject = Rejected: account for { $contact }
ticket-submitted = { $tenant }: we have your ticket "{ $title }". It is waiting in the queue { $queue }. See your place: { $url }
ticket-submitted-subject = Ticket received: { $title }
ticket-accepted = { $tenant }: { $acceptor } is working on your ticket "{ $title }". Follow it: { $url }
ticket-accepted-subject = Ticket accepted: { $title }
ticket-submitted-place = { $tenant }: we have your ticket "{ $title }". It is number { $position } of { $waiting } waiting in the queue { $queue }. See your place: { $url }
ticket-came-near = { $tenant }: your ticket "{ $title }" is almost next: { $ahead } ahead of it in the queue { $queue }. See your place: { $url }
ticket-came-near-subject = Almost your turn: { $title }
ticket-replied = { $tenant }: { $acceptor } replied to your ticket "{ $title }". Read it: { $url }
ticket-replied-subject = Reply to your ticket: { $title }
ticket-asked = { $tenant }: { $acceptor } needs your reply to the ticket "{ $title }": { $url }
ticket-asked-subject = Your reply is needed: { $title }
ticket-transferred = { $tenant }: your ticket "{ $title }" was moved to the queue { $queue } and waits there. See your place: { $url }
ticket-transferred-subject = Ticket moved: { $title }
ticket-completed = { $tenant }: { $acceptor } completed your ticket "{ $title }". See the result and rate it: { $url }
ticket-completed-subject = Ticket completed: { $title }
ticket-reopened = { $tenant }: your ticket "{ $title }" was re-opened and waits in the queue { $queue }. See your place: { $url }
ticket-reopened-subject = Ticket re-opened: { $title }
ticket-rated =
    { $customer } gave { $stars } of 5 stars to how you handled the ticket { $number } "{ $title }".

    See the ticket: { $url }

    { $tenant }
ticket-rated-subject = Rated: { $title }
more-in-portal = This is the last SMS today; what else happens is in the portal: { $url }
more-by-email = This is the last SMS today; what else happens comes by email: { $url }
