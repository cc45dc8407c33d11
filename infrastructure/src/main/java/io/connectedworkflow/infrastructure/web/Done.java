package io.connectedworkflow.infrastructure.web;

/**
 * The answer of an endpoint that has done something; {@link Endpoint} says how it looks.
 *
 * @param id the id of what it was done to
 */
public record Done(String id) {

    Answer answer(Endpoint endpoint) {
        return Answer.done(endpoint.successStatus(), endpoint.envelope(), id, endpoint.successMessage());
    }
}
