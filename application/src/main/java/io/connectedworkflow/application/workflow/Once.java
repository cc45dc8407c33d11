package io.connectedworkflow.application.workflow;

/**
 * What makes a request one that must take effect once, however often it is sent: its sender's key, and what it is about.
 *
 * @param method   such as POST
 * @param path     as it was sent, without the query string
 * @param key      chosen by the sender
 * @param bodyHash tells whether the body is the same
 */
public record Once(String method, String path, String key, String bodyHash) {}
