package io.connectedworkflow.infrastructure.web;

/**
 * What an endpoint answers that has done something; {@link Needs} says how it looks.
 *
 * @param id the id of what it was done to
 */
public record Done(String id) {

    Answer answer(Needs needs) {
        return Answer.done(needs.status(), needs.in(), id, needs.says());
    }
}
