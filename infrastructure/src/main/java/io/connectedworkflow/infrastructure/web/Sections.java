package io.connectedworkflow.infrastructure.web;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with arrays of any length.
 *
 * @param parts its keys, and a value for each: {@link Elements}, or whatever is written as JSON
 */
public record Sections(Map<String, @Nullable Object> parts) implements Streamed {

    /**
     * An array.
     *
     * @param values hands over the elements, one after the other, as fast as the client takes them
     */
    public record Elements(Consumer<Consumer<Object>> values) {}

    @Override
    public String mediaType() {
        return AdmittedRequest.JSON;
    }
}
