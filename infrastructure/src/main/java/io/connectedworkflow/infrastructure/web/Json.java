package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.NumberLiteral;
import io.connectedworkflow.domain.refusal.Refusal.BodyUnreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON into maps, lists, strings, booleans, {@link NumberLiteral}s and nulls. It is strict: valid UTF-8, one value, no key
 * twice, at most {@value #MAXIMUM_DEPTH} levels. It makes no number out of digits, so that no number is too large for
 * it, and a number that nobody asks for costs nothing.
 */
final class Json {

    static final int MAXIMUM_DEPTH = 100;

    // Some editors begin a text so. RFC 8259, 8.1, lets a reader ignore it.
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    // The length of a body is limited before it gets here, so that none of its parts need limits of their own. Jackson's
    // table of names refuses bodies with many names of one hash, which are as good as any.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAXIMUM_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build();

    // What each takes on a 64-bit JVM.
    private static final int OBJECT = 136;
    private static final int ENTRY = 88;
    private static final int ARRAY = 80;
    private static final int ELEMENT = 8;
    private static final int TEXT = 56;

    private static final long TELL_EVERY = 16 << 10;

    private final JsonParser parser;
    private final LongConsumer memory;
    private long grown;

    private Json(JsonParser parser, LongConsumer memory) {
        this.parser = parser;
        this.memory = memory;
    }

    /**
     * The value that the bytes are, or {@link BodyUnreadable}.
     *
     * @param memory is told how many bytes of memory the value takes, about, while it grows
     */
    static @Nullable Object read(byte[] utf8, LongConsumer memory) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), decode(utf8))) {
            parser.nextToken();
            var value = new Json(parser, memory).value();
            if (parser.nextToken() != null) {
                throw new BodyUnreadable().asException();
            }
            return value;
        } catch (JacksonException | CharacterCodingException malformed) {
            throw new BodyUnreadable().asException();
        }
    }

    // Jackson would guess other encodings, and let surrogates pass that are encoded one by one.
    private static String decode(byte[] utf8) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private @Nullable Object value() {
        var token = parser.currentToken();
        if (token == null) {
            throw new BodyUnreadable().asException();
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberLiteral(text());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new BodyUnreadable().asException();
        };
    }

    private Map<String, @Nullable Object> object() {
        grow(OBJECT);
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            grow(ENTRY + key.length());
            parser.nextToken();
            object.put(key, value());
        }
        return object;
    }

    private List<@Nullable Object> array() {
        grow(ARRAY);
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            grow(ELEMENT);
            array.add(value());
        }
        return array;
    }

    private String text() {
        var text = parser.getString();
        grow(TEXT + text.length());
        return text;
    }

    private void grow(long bytes) {
        grown += bytes;
        if (grown >= TELL_EVERY) {
            memory.accept(grown);
            grown = 0;
        }
    }
}
