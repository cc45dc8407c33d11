package io.connectedworkflow.infrastructure.eventstore;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something of a host's own, which it keeps beside our tables. */
@Entity
@Table(name = "note")
public class Note {

    @Id
    private long id;

    /** For Hibernate, which fills it from the table. */
    protected Note() {}

    /** A note with this id. */
    public Note(long id) {
        this.id = id;
    }

    /** Its id. */
    public long id() {
        return id;
    }
}
