package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Digits;
import io.connectedworkflow.domain.refusal.Refusal.BodyUnreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Reads JSON into maps, lists, strings, booleans, {@link Digits}s and nulls. It is strict: valid UTF-8, one value, no key
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

    private Json() {}

    /** The value that the bytes are, or {@link BodyUnreadable}. */
    static @Nullable Object read(byte[] utf8) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), decode(utf8))) {
            parser.nextToken();
            var value = value(parser);
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

    private static @Nullable Object value(JsonParser parser) {
        var token = parser.currentToken();
        if (token == null) {
            throw new BodyUnreadable().asException();
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new BodyUnreadable().asException();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            object.put(key, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }
}
