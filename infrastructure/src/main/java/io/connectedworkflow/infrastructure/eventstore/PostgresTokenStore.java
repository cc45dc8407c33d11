package io.connectedworkflow.infrastructure.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.UUID;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.Serializer;

/**
 * Axon's JDBC store of positions over our table. A position is stored only by a node that holds the claim on it: Axon's own
 * store takes a claim that nobody holds, and with it would undo what has moved the position meanwhile.
 */
final class PostgresTokenStore extends JdbcTokenStore {

    PostgresTokenStore(ConnectionProvider connections, Serializer serializer) {
        super(builder().connectionProvider(connections).serializer(serializer)
                .schema(TokenSchema.builder().setTokenTable("connected_workflow.token_entry")
                        .setProcessorNameColumn("processor_name").setTokenTypeColumn("token_type")
                        .setTimestampColumn("time_stamp").build())
                .nodeId(UUID.randomUUID().toString()));
    }

    // What is tried when no row of this node's is there to be updated.
    @Override
    protected void updateToken(Connection connection, ResultSet row, TrackingToken token, String processorName,
            int segment) {
        throw new UnableToClaimTokenException(
                "The claim on segment %d of '%s' is lost".formatted(segment, processorName));
    }
}
