create table account (name varchar(255) primary key);
