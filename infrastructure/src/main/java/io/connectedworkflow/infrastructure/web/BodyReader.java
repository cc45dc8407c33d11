package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.BodyTooLarge;
import io.connectedworkflow.domain.refusal.Refusal.BodyUnreadable;
import io.connectedworkflow.domain.refusal.Refusal.ItemsMissing;
import io.connectedworkflow.domain.refusal.Refusal.ItemsNotAnArray;
import io.connectedworkflow.domain.refusal.Refusal.ItemsTooFew;
import io.connectedworkflow.domain.refusal.Refusal.ItemsTooMany;
import io.connectedworkflow.domain.refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads the one item of a request out of its body, for a controller's parameter of type {@link Item} or {@link Body}. */
final class BodyReader implements HandlerMethodArgumentResolver {

    private static final String BYTES = BodyReader.class.getName();
    private static final int MAXIMUM_BYTES = 256 << 10;
    private static final int MAXIMUM_DOCUMENT_BYTES = 8 << 20;
    private static final Duration TIME_TO_SEND = Duration.ofSeconds(20);
    private static final int BUFFER = 8 << 10;
    // What has been read, what it is copied into, and the text that is made of it.
    private static final int COPIES = 3;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Item.class || parameter.getParameterType() == Body.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest web, @Nullable WebDataBinderFactory binder) {
        var request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        Body body = () -> read(request);
        return parameter.getParameterType() == Body.class ? body : body.item();
    }

    private static Item read(HttpServletRequest request) {
        var envelope = ((Endpoint) Objects.requireNonNull(request.getAttribute(Gate.ENDPOINT))).envelope();
        if (envelope == Envelope.BARE) {
            return document(json(request, bytes(request, MAXIMUM_DOCUMENT_BYTES)));
        }
        var body = json(request, itemBytes(request));
        return envelope.isBody() ? document(body) : item(body, envelope);
    }

    /**
     * The body of a request with an item, unpacked if it can be, or, of one that is larger than may be, a little more than
     * that; it can be read once more.
     */
    static byte[] beginning(HttpServletRequest request) {
        var sent = sent(request);
        try {
            return ContentCoding.decode(request, sent, MAXIMUM_BYTES + 1);
        } catch (RefusedException refused) {
            if (refused.refusal() instanceof BodyUnreadable) {
                return sent;
            }
            throw refused;
        }
    }

    // What is sent stays below the limit too.
    private static byte[] sent(HttpServletRequest request) {
        if (request.getAttribute(BYTES) instanceof byte[] read) {
            return read;
        }
        var bytes = atMost(request, MAXIMUM_BYTES + 1);
        request.setAttribute(BYTES, bytes);
        return bytes;
    }

    private static byte[] itemBytes(HttpServletRequest request) {
        IdempotencyKeyReader.require(request);
        if (request.getContentLengthLong() > MAXIMUM_BYTES) {
            throw new BodyTooLarge().asException();
        }
        return unpacked(request, MAXIMUM_BYTES, sent(request));
    }

    /** The body, if it has no more than so many bytes, neither as it is sent nor unpacked. */
    static byte[] bytes(HttpServletRequest request, int maximum) {
        if (request.getContentLengthLong() > maximum) {
            throw new BodyTooLarge().asException();
        }
        return unpacked(request, maximum, atMost(request, maximum + 1));
    }

    private static byte[] unpacked(HttpServletRequest request, int maximum, byte[] sent) {
        return within(maximum, ContentCoding.decode(request, within(maximum, sent), maximum + 1));
    }

    private static byte[] within(int maximum, byte[] bytes) {
        if (bytes.length > maximum) {
            throw new BodyTooLarge().asException();
        }
        return bytes;
    }

    /** What the JSON of a body is; what it takes is counted. */
    static @Nullable Object json(HttpServletRequest request, byte[] body) {
        return Json.read(body, bytes -> RequestMemory.takeForBody(bytes));
    }

    // What has come is counted, not what is announced: a sender that stalls is not to hold what it has not sent.
    private static byte[] atMost(HttpServletRequest request, int length) {
        var waited = 0L;
        var body = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER];
        try {
            var input = request.getInputStream();
            while (body.size() < length) {
                if (waited > TIME_TO_SEND.toNanos()) {
                    throw new BodyUnreadable().asException();
                }
                var since = System.nanoTime();
                var read = input.read(buffer, 0, Math.min(buffer.length, length - body.size()));
                waited += System.nanoTime() - since;
                if (read < 0) {
                    return body.toByteArray();
                }
                RequestMemory.takeForBody((long) read * COPIES);
                body.write(buffer, 0, read);
            }
            return body.toByteArray();
        } catch (IOException brokenOff) {
            throw new BodyUnreadable().asException();
        }
    }

    private static Item document(@Nullable Object body) {
        if (body instanceof Map<?, ?>) {
            return Item.of(body, FieldPath.ITEM);
        }
        throw new BodyUnreadable().asException();
    }

    private static Item item(@Nullable Object body, Envelope envelope) {
        if (!(body instanceof Map<?, ?> object)) {
            throw new BodyUnreadable().asException();
        }
        var items = object.get(envelope.key());
        if (items == null) {
            throw new ItemsMissing().asException();
        }
        if (!(items instanceof List<?> list)) {
            throw new ItemsNotAnArray().asException();
        }
        if (list.isEmpty()) {
            throw new ItemsTooFew(1).asException();
        }
        if (list.size() > 1) {
            throw new ItemsTooMany(1).asException();
        }
        return Item.of(list.getFirst(), FieldPath.ITEM);
    }
}
