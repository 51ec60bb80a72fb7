"""A question about a known incident: its words come first, and the base only when it was something else."""

from __future__ import annotations

from handlers.incidents.joining import me_too_button, told
from handlers.incidents.matching import meant
from handlers.question.asker import Asker
from storage.question import Question, QuestionResult


async def tell_incident(asker: Asker, text: str) -> bool:
    """Tell the known incident that a question is about, if there is one. Whether there was."""
    scene = asker.scene
    incident = await meant(scene, asker.person, text)
    if incident is None:
        return False
    question = Question(
        id=await scene.key(Question),
        person_id=asker.person.id,
        language=asker.person.language,
        text=text,
        result=QuestionResult.answered,
        asked_at=scene.now,
    )
    scene.session.add(question)
    words = await told(scene, incident, asker.person, asker.conversation)
    go_on = asker.choice(
        "incidents.button.else", "question.not_incident", question=question.id, incident=incident.id
    )
    me_too = await me_too_button(scene, incident, asker.person)
    await asker.speak(words, (*((one,) for one in me_too), (go_on,)))
    asker.save()
    return True
