package io.connectedworkflow.infrastructure.web;

/** The body of an answer that is written while it is made, since it may be longer than what fits into memory. */
public sealed interface Streamed permits Lines, Sections, Csv {

    /** What it is, without the charset. */
    String mediaType();
}
