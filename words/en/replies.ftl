# Answers to requests, to be read and changed before they go.
reply_receipt_subject = We have your request
reply_receipt_body =
    Hello

    We received your request on { $received }. It is about: { $kind }.

    We must answer you by { $due }. If we need more time, we will write before then and say why.

    If there is more you would like to say, you are welcome to write to us.

    Kind regards
    { $name_of_sender }
reply_identity_subject = We need to know that it is you
reply_identity_body =
    Hello

    On { $received } we received a request in your name. It is about: { $kind }.

    We would like to help. But first we need to know that it is you who is asking. Otherwise your data could end up with somebody else.

    This is what we ask of you:
    { $reason }

    Please send no more than we ask for. Never put your national identity number in an ordinary e-mail.

    The time for our answer stands still until we hear from you. If it was not you who wrote, please tell us.

    Kind regards
    { $name_of_sender }
reply_clarification_subject = Help us understand you
reply_clarification_body =
    Hello

    We received your request on { $received }. It is about: { $kind }.

    We would like to give you the right answer. But we are not sure what you mean:
    { $reason }

    Please tell us a little more. If you mean everything, just say so.

    The time still runs. We must answer you by { $due }.

    Kind regards
    { $name_of_sender }
reply_extension_subject = We need more time
reply_extension_body =
    Hello

    We received your request on { $received }. It is about: { $kind }.

    We are sorry that we cannot answer within a month. The reason is:
    { $reason }

    The law gives us up to two more months where that is necessary (GDPR Article 12(3)). We must now answer you by { $due }. If we are ready sooner, we will write sooner.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_access_done_subject = Your copy is ready
reply_access_done_body =
    Hello

    We received your request on { $received }. You asked to see what we hold about you.

    Your copy is ready. You download it on your own page with us: { $page }

    Take good care of it, for it is about you.

    You can ask us to correct or erase what we hold. You can also ask us to limit how we use it, or object to that use.

    If you are not happy with our answer, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_nothing_held_subject = We found no data about you
reply_nothing_held_body =
    Hello

    We received your request on { $received }.

    We have looked for what you asked about. Apart from the request itself, we found nothing about you.

    Could we know you by another name or another e-mail address? Then tell us, and we will look again.

    If you are not happy with our answer, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_portability_done_subject = Your data is ready
reply_portability_done_body =
    Hello

    We received your request on { $received }. You asked to take your data with you.

    It is ready. You download it on your own page with us: { $page }

    Other programs can read it, so you can pass it on to others yourself.

    You get the data that the right to move data covers. If you want to see everything we hold about you, ask us for a copy of that.

    We do not erase anything just because you get your data. If you want it erased as well, write to us.

    If you are not happy with our answer, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_rectification_done_subject = We have corrected your data
reply_rectification_done_body =
    Hello

    We received your request on { $received }. You asked us to correct something we hold about you.

    It is now corrected. Thank you for telling us.

    If we have passed the data on, we must as far as possible tell those who got it. Write to us if you would like to know who they are.

    Kind regards
    { $name_of_sender }
reply_rectification_refused_subject = We have not corrected your data
reply_rectification_refused_body =
    Hello

    We received your request on { $received }. You asked us to correct something we hold about you.

    We have looked into it, but have not corrected it. The reason is:
    { $reason }

    If there is something we do not know, tell us. Then we will look at it again.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_erasure_done_subject = We have erased your data
reply_erasure_done_body =
    Hello

    We received your request on { $received }. You asked us to erase what we hold about you.

    We have now erased what we found.

    If we have passed the data on, we must as far as possible tell those who got it. Write to us if you would like to know who they are.

    Kind regards
    { $name_of_sender }
reply_erasure_partial_subject = We have erased what we can
reply_erasure_partial_body =
    Hello

    We received your request on { $received }. You asked us to erase what we hold about you.

    We have now erased what we can. Some of it we must keep:
    { $kept }

    The reason is:
    { $reason }

    We keep it up to and including { $until }, and for that reason only.

    If we have passed the data on, we must as far as possible tell those who got it. Write to us if you would like to know who they are.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_erasure_refused_subject = We have not erased your data
reply_erasure_refused_body =
    Hello

    We received your request on { $received }. You asked us to erase something we hold about you.

    We have looked into it, but have not erased it. The reason is:
    { $reason }

    If there is something we do not know, tell us. Then we will look at it again.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_restriction_done_subject = We have paused the use of your data
reply_restriction_done_body =
    Hello

    We received your request on { $received }. You asked us to limit how we use your data.

    We have done so. From now on we only store it. We may use it for anything else only if you say yes, or if the law allows it, for example in a court case.

    We will write to you before the pause ends.

    If we have passed the data on, we must as far as possible tell those who got it. Write to us if you would like to know who they are.

    Kind regards
    { $name_of_sender }
reply_restriction_lifted_subject = The pause on your data is ending
reply_restriction_lifted_body =
    Hello

    We received your request on { $received }. We then paused the use of your data.

    The pause lasts up to and including { $until }. After that we can use it again. The reason is:
    { $reason }

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_objection_done_subject = You get no more marketing from us
reply_objection_done_body =
    Hello

    We received your request on { $received }. You said no to marketing.

    We do as you say. We no longer use your data to send you marketing, or to choose which marketing you should see.

    You always have the right to say no, and you owe us no explanation. You can still get messages that are not marketing, for example about something you have bought.

    Kind regards
    { $name_of_sender }
reply_objection_refused_subject = Our answer to your objection
reply_objection_refused_body =
    Hello

    We received your request on { $received }. You objected to our use of your data.

    We have weighed your reasons against ours. We believe that we may go on. The reason is:
    { $reason }

    This does not cover marketing. You can always say no to that, and then we stop.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
reply_excessive_subject = We will not act on your request
reply_excessive_body =
    Hello

    We received your request on { $received }. It is about: { $kind }.

    The law lets us say no when it is quite clear that a request is unfounded or goes too far (GDPR Article 12(5)). We believe that this is the case here. The reason is:
    { $reason }

    It is for us to show that we are right. If you see it differently, write to us.

    If you disagree, you can complain to { $authority }. You can also go to court.

    Kind regards
    { $name_of_sender }
